# A sheet two thousand kilometres wide, with a strike far from the rest.
as_of | 2022-02-27
title | Columns reach Kyiv, Kharkiv and Kherson on the fourth day
side | rus-russia | Russian forces | foreign | state
side | ukr-ukraine | Ukrainian forces | government | state
attacker | rus-russia
defender | ukr-ukraine
source | field report | 2022-02-27
event | origin | Gomel | 30.98 52.44 | BY | Russia | rus-russia | 2022-02-24 | asserted
event | capture | Chernobyl | 30.22 51.27 | UA | Russia | rus-russia | 2022-02-24 | asserted
event | clash | Kyiv | 30.52 50.45 | UA | Russia | rus-russia | 2022-02-25 2022-02-27 | asserted | 1 | PPLC
event | siege | Chernihiv | 31.29 51.49 | UA | Russia | rus-russia | 2022-02-26 | reported
event | clash | Kharkiv | 36.25 49.99 | UA | Russia | rus-russia | 2022-02-27 | asserted
event | capture | Melitopol | 35.37 46.85 | UA | Russia | rus-russia | 2022-02-26 | claimed
event | clash | Mariupol | 37.55 47.1 | UA | Russia | rus-russia | 2022-02-26 | reported
event | capture | Nova Kakhovka | 33.35 46.75 | UA | Russia | rus-russia | 2022-02-24 | asserted
event | objective | Odesa | 30.73 46.48 | UA | Russia | rus-russia | - | hypothetical
event | strike | Ivano-Frankivsk | 24.71 48.92 | UA | Russia | rus-russia | 2022-02-25 | reported
event | displacement | Przemysl | 22.77 49.78 | PL | - | - | - | reported
axis | rus-russia | Gomel, Chernobyl | Kyiv
move | displacement | Ukraine | 30.5 49.5 | Przemysl | 22.77 49.78 | -
town | Warsaw | 21.01 52.23 | 1702000 | capital
town | Minsk | 27.57 53.9 | 1742000 | capital
town | Moscow | 37.62 55.75 | 10381000 | capital
town | Bucharest | 26.11 44.43 | 1877000 | capital
town | Chisinau | 28.86 47.01 | 635000 | capital
town | Lviv | 24.02 49.84 | 717000
town | Dnipro | 34.98 48.45 | 1032000
town | Rostov-on-Don | 39.71 47.23 | 1074000
