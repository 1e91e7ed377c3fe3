#!/usr/bin/python3
"""Edits a GeoPackage as a user of QGIS does, in edit mode, and saves. usage: edit_qgis.py FILE.gpkg

Hama is moved, the air strike deleted, a town given to the other side, a clash added, the first area drawn anew, one drawn
beside it, and a column of the user's own added and filled."""
import os, sys, tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
from qgis.core import QgsApplication, QgsFeature, QgsField, QgsGeometry, QgsPointXY, QgsVectorLayer, QgsVectorLayerUtils, edit
from qgis.PyQt.QtCore import QVariant

app = QgsApplication([], False)
app.initQgis()
path = sys.argv[1]


def layer(name):
    found = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert found.isValid(), name
    return found


def begins(layer, text):
    return next(f for f in layer.getFeatures() if f["id"].startswith(text))


events = layer("event")
with edit(events):
    assert events.addAttribute(QgsField("analyst", QVariant.String))
    events.updateFields()
    hama = begins(events, "capture-hama")
    assert events.changeGeometry(hama.id(), QgsGeometry.fromPointXY(QgsPointXY(36.8, 35.2)))
    assert events.changeAttributeValue(hama.id(), events.fields().indexOf("analyst"), "desk 3")
    assert events.deleteFeature(begins(events, "strike-").id())
    town = begins(events, "threat-muhrada")
    for key, value in (("holder", "syr-government"), ("holder_status", "claimed")):
        assert events.changeAttributeValue(town.id(), events.fields().indexOf(key), value)
    clash = QgsVectorLayerUtils.createFeature(events, QgsGeometry.fromPointXY(QgsPointXY(36.7, 34.93)))
    for key, value in (("name", "Rastan"), ("event_type", "clash"), ("assertion", "reported")):
        clash[key] = value
    assert events.addFeature(clash)
areas = layer("control")
with edit(areas):
    held = next(f for f in areas.getFeatures() if f["status"] == "assessed" and f["holder"])
    square = QgsGeometry.fromWkt("MULTIPOLYGON (((36.2 35.6,37.4 35.6,37.4 36.6,36.2 36.6,36.2 35.6)))")
    assert areas.changeGeometry(held.id(), square)
    drawn = QgsVectorLayerUtils.createFeature(areas, QgsGeometry.fromWkt("MULTIPOLYGON (((36 34,36.4 34,36.4 34.4,36 34)))"))
    drawn["holder"], drawn["status"] = "syr-government", "assessed"
    assert areas.addFeature(drawn)
os._exit(0)
