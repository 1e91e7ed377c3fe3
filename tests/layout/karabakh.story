# The last days of a disputed enclave, 2023.
as_of | 2023-09-20
side | aze-azerbaijan | Azerbaijani army | government | state
side | arm-artsakh | Artsakh forces | opposition
attacker | aze-azerbaijan
defender | arm-artsakh
source | field report | 2023-09-20
event | shelling | Stepanakert | 46.75 39.82 | AZ | Azerbaijan | aze-azerbaijan | 2023-09-19 | reported
event | capture | Charektar | 46.47 40.05 | AZ | Azerbaijan | aze-azerbaijan | 2023-09-20 | claimed
event | clash | Martakert | 46.81 40.21 | AZ | Azerbaijan | aze-azerbaijan | 2023-09-19 2023-09-20 | reported
event | agreement | Yevlakh | 47.15 40.62 | AZ | - | - | 2023-09-20 | asserted
event | displacement | Goris | 46.34 39.51 | AM | - | - | - | reported
move | displacement | Stepanakert | 46.75 39.82 | Goris | 46.34 39.51 | -
town | Shusha | 46.75 39.76 | 4000
town | Ganja | 46.36 40.68 | 313000
town | Yerevan | 44.51 40.18 | 1093000 | capital
town | Agdam | 46.93 39.99 | 28000
town | Sisian | 46.02 39.52 | 15000
town | Barda | 47.13 40.37 | 38000
