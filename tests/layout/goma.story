# Goma to Bukavu, 2025.
as_of | 2025-02-16
side | cod-m23 | M23 | opposition
side | cod-government | Congolese army | government | state
attacker | cod-m23
defender | cod-government
source | field report | 2025-02-16
event | capture | Goma | 29.228 -1.678 | CD | M23 | cod-m23 | 2025-01-27 | asserted
event | capture | Minova | 29.02 -1.71 | CD | M23 | cod-m23 | 2025-01-21 | asserted
event | capture | Kavumu | 28.81 -2.31 | CD | M23 | cod-m23 | 2025-02-14 | asserted
event | capture | Bukavu | 28.86 -2.50 | CD | M23 | cod-m23 | 2025-02-16 | asserted
event | objective | Uvira | 29.14 -3.40 | CD | M23 | cod-m23 | - | hypothetical
event | clash | Masisi | 28.81 -1.40 | CD | M23 | cod-m23 | 2025-02-10 2025-02-15 | reported
event | displacement | Bujumbura | 29.36 -3.38 | BI | - | - | - | reported
axis | cod-m23 | Goma, Minova, Kavumu, Bukavu | Uvira
move | displacement | Bukavu | 28.86 -2.50 | Bujumbura | 29.36 -3.38 | -
move | reinforcement | Rwanda | 30.06 -1.94 | Goma | 29.228 -1.678 | cod-m23
town | Kigali | 30.06 -1.95 | 745000 | capital
town | Cyangugu | 28.9 -2.48 | 63000
town | Butembo | 29.29 0.14 | 154000
town | Walikale | 28.04 -1.42 | 12000
town | Butare | 29.74 -2.6 | 89000
town | Ruhengeri | 29.63 -1.5 | 86000
