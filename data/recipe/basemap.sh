#!/bin/sh
# Rebuilds data/basemap/land.bin and data/water/water.bin from the packages they are made of, byte for byte.
#
# Usage: data/recipe/basemap.sh [FOLDER]     FOLDER keeps the downloads, default target/basemap
# Needs: python3, apt-get and dpkg-deb (Debian 12), gmt 6.4. The scripts compare every input with its sha256.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$root/target/basemap}
mkdir -p "$folder"
cd "$folder"
[ -e qgis-common_3.22.16+dfsg-1_all.deb ] || apt-get download qgis-common=3.22.16+dfsg-1
[ -e gmt-gshhg-high_2.3.7-6_all.deb ] || apt-get download gmt-gshhg-high=2.3.7-6
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
cd "$root"
python3 data/recipe/basemap.py "$folder/unpacked/usr/share/qgis/resources/data/world_map.gpkg"
python3 data/recipe/water.py "$folder/unpacked/usr/share/gmt-gshhg"
sha256sum data/basemap/land.bin data/water/water.bin
