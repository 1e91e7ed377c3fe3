# Areas of control drawn by hand, to look at tints, hatches and the front line.
as_of | 2024-12-05
title | Insurgents hold the north-west as far as Hama
side | syr-hts | Insurgents (HTS and allies) | opposition
side | syr-government | Government and allies | government | state
side | us-coalition | US | coalition
attacker | syr-hts
defender | syr-government
source | field report | 2024-12-05
event | origin | Idlib | 36.634 35.931 | SY | HTS | syr-hts | 2024-11-27 | asserted
event | capture | Aleppo | 37.161 36.202 | SY | HTS | syr-hts | 2024-11-28 2024-12-05 | reported
event | capture | Hama | 36.758 35.132 | SY | HTS | syr-hts | 2024-12-05 | asserted
event | withdrawal | Hama | 36.758 35.132 | SY | Army | syr-government | 2024-12-05 | asserted
event | clash | Jabal Zayn al-Abidin | 36.80 35.19 | SY | HTS | syr-hts | 2024-12-03 2024-12-05 | reported
event | threat | Muhrada | 36.574 35.254 | SY | HTS | syr-hts | 2024-12-05 | asserted
event | objective | Homs | 36.717 34.733 | SY | HTS | syr-hts | - | hypothetical
event | strike | Deir Ezzor region | 40.15 35.33 | SY | US | us-coalition | - | asserted | 3
event | reinforcement | Abu Kamal | 40.919 34.452 | SY | Militias | syr-government | - | reported
event | displacement | Valley of the Christians | 36.28 34.77 | SY | - | - | - | reported
place | Damascus | 36.291 33.510 | SY | PPLC | syr-government
axis | syr-hts | Idlib, Aleppo, Hama | Homs, Damascus
move | reinforcement | Iraq | 43.7 33.2 | Abu Kamal | 40.919 34.452 | syr-government
move | displacement | Hama | 36.758 35.132 | Valley of the Christians | 36.28 34.77 | -
town | Latakia | 35.78 35.52 | 340000
town | Tartus | 35.887 34.889 | 89000
town | Raqqa | 39.01 35.95 | 177000
town | Palmyra | 38.28 34.56 | 55000
town | Manbij | 37.96 36.53 | 100000
town | Beirut | 35.50 33.89 | 1900000 | capital
town | Antakya | 36.16 36.2 | 210000
town | Mayadin | 40.45 35.02 | 44000
town | Qaryatayn | 37.24 34.23 | 14000
town | Salamiyah | 37.05 35.01 | 66000
town | Deir ez-Zor | 40.14 35.336 | 242000
town | Hasakah | 40.75 36.50 | 81000
town | Tripoli | 35.85 34.44 | 229000
town | Gaziantep | 37.38 37.06 | 1000000
town | Urfa | 38.79 37.16 | 449000
area | syr-hts | assessed | 35.95 35.85, 36.4 36.2, 36.6 36.8, 37.6 36.7, 37.8 36.1, 37.5 35.5, 37.1 35.25, 36.9 35.05, 36.65 35.1, 36.5 35.45, 36.2 35.6, 35.95 35.85
area | syr-government | assessed | 35.95 35.85, 36.2 35.6, 36.5 35.45, 36.65 35.1, 36.9 35.05, 37.1 35.25, 37.5 35.5, 37.8 36.1, 38.6 35.7, 39.6 35.6, 40.6 34.9, 40.9 34.4, 39.0 33.9, 37.5 33.4, 36.4 33.0, 35.9 33.2, 36.1 33.8, 36.5 34.3, 36.3 34.6, 35.95 34.7, 35.75 35.3, 35.95 35.85
area | syr-sdf | claimed | 37.8 36.1, 38.6 35.7, 39.6 35.6, 40.6 34.9, 41.2 34.6, 41.3 35.6, 41.4 36.6, 40.0 36.8, 38.6 36.8, 37.6 36.7, 37.8 36.1
area | - | contested | 37.1 35.25, 37.5 35.5, 37.8 36.1, 38.1 35.9, 37.7 35.3, 37.2 35.05, 37.1 35.25
side | syr-sdf | SDF (Kurdish-led) | kurdish
front | syr-hts | syr-government | 35.95 35.85, 36.2 35.6, 36.5 35.45, 36.65 35.1, 36.9 35.05, 37.1 35.25, 37.5 35.5, 37.8 36.1
