# Operation Market Garden, September 1944.
as_of | 1944-09-20
side | ww2-allies | Allied forces | coalition | state
side | ww2-axis | German forces | axis | state
attacker | ww2-allies
defender | ww2-axis
source | field report | 1944-09-20
event | origin | Lommel | 5.31 51.23 | BE | XXX Corps | ww2-allies | 1944-09-17 | asserted
event | capture | Eindhoven | 5.478 51.441 | NL | 101st Airborne | ww2-allies | 1944-09-18 | asserted
event | capture | Grave | 5.737 51.759 | NL | 82nd Airborne | ww2-allies | 1944-09-17 | asserted
event | capture | Nijmegen | 5.853 51.842 | NL | XXX Corps | ww2-allies | 1944-09-20 | asserted
event | siege | Oosterbeek | 5.85 51.987 | NL | German forces | ww2-axis | 1944-09-20 | asserted
event | clash | Arnhem | 5.91 51.985 | NL | German forces | ww2-axis | 1944-09-17 1944-09-20 | asserted
event | repelled | Best | 5.39 51.51 | NL | 101st Airborne | ww2-allies | 1944-09-18 | asserted
axis | ww2-allies | Lommel, Eindhoven, Grave, Nijmegen | Arnhem
town | 's-Hertogenbosch | 5.304 51.699 | 134000
town | Tilburg | 5.09 51.555 | 200000
town | Venlo | 6.17 51.37 | 93000
town | Utrecht | 5.12 52.09 | 290000
town | Wesel | 6.62 51.66 | 61000
town | Kleve | 6.14 51.79 | 50000
town | Antwerp | 4.40 51.22 | 459000
town | Apeldoorn | 5.97 52.21 | 136000
town | Helmond | 5.66 51.48 | 74000
