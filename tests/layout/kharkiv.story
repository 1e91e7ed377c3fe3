# The Kharkiv counter-offensive, September 2022.
as_of | 2022-09-11
side | ukr-ukraine | Ukrainian forces | government | state
side | rus-russia | Russian forces | foreign | state
attacker | ukr-ukraine
defender | rus-russia
source | field report | 2022-09-11
event | capture | Balakliia | 36.86 49.46 | UA | Ukraine | ukr-ukraine | 2022-09-08 | asserted
event | capture | Kupiansk | 37.62 49.71 | UA | Ukraine | ukr-ukraine | 2022-09-10 | asserted
event | capture | Izium | 37.27 49.21 | UA | Ukraine | ukr-ukraine | 2022-09-10 | asserted
event | withdrawal | Izium | 37.27 49.21 | UA | Russian troops | rus-russia | 2022-09-10 | asserted
event | capture | Vovchansk | 36.94 50.29 | UA | Ukraine | ukr-ukraine | 2022-09-11 | claimed
event | clash | Lyman | 37.80 48.99 | UA | Ukraine | ukr-ukraine | 2022-09-10 2022-09-11 | reported
event | shelling | Kharkiv | 36.25 49.99 | UA | Russia | rus-russia | 2022-09-11 | reported
event | objective | Sievierodonetsk | 38.49 48.95 | UA | Ukraine | ukr-ukraine | - | hypothetical
event | origin | Chuhuiv | 36.69 49.84 | UA | Ukraine | ukr-ukraine | 2022-09-06 | asserted
event | hold | Lysychansk | 38.43 48.90 | UA | Russia | rus-russia | - | asserted
axis | ukr-ukraine | Chuhuiv, Balakliia, Izium | Lyman, Sievierodonetsk
move | withdrawal | Kupiansk | 37.62 49.71 | Svatove | 38.16 49.41 | rus-russia
town | Belgorod | 36.59 50.6 | 390000
town | Poltava | 34.55 49.59 | 280000
town | Sloviansk | 37.62 48.85 | 105000
town | Kramatorsk | 37.56 48.74 | 150000
town | Lozova | 36.32 48.89 | 54000
town | Luhansk | 39.31 48.57 | 400000
town | Starobilsk | 38.91 49.28 | 16000
town | Valuyki | 38.1 50.21 | 33000
town | Merefa | 36.05 49.82 | 21000
town | Pavlohrad | 35.87 48.53 | 101000
