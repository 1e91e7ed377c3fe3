#!/usr/bin/python3
"""Opens a timeline.geojson in QGIS, sets its Temporal Controller to each day named, and prints what it shows as JSON:
{day: [ids]} over all geometry types. usage: timeline_qgis.py FILE DAY..."""
import json, os, sys, tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
from qgis.core import (Qgis, QgsApplication, QgsDateTimeRange, QgsFeatureRequest, QgsProviderRegistry, QgsVectorLayer,
                       QgsVectorLayerTemporalContext, QgsVectorLayerTemporalProperties)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, Qt, QVariant

app = QgsApplication([], False)
app.initQgis()
flags = Qgis.SublayerQueryFlags(Qgis.SublayerQueryFlag.ResolveGeometryType)
shown = {day: [] for day in sys.argv[2:]}
for sublayer in QgsProviderRegistry.instance().querySublayers(sys.argv[1], flags):
    layer = QgsVectorLayer(sublayer.uri(), sublayer.name(), "ogr")
    assert layer.isValid(), sublayer.uri()
    types = {f.name(): f.type() for f in layer.fields()}
    assert types["start"] == QVariant.DateTime and types["end"] == QVariant.DateTime, types
    temporal = layer.temporalProperties()
    temporal.setMode(QgsVectorLayerTemporalProperties.ModeFeatureDateTimeStartAndEndFromFields)
    temporal.setStartField("start")
    temporal.setEndField("end")
    temporal.setIsActive(True)
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    for day in shown:
        begin = QDateTime(QDate.fromString(day, Qt.ISODate), QTime(0, 0), Qt.UTC)
        expression = temporal.createFilterString(context, QgsDateTimeRange(begin, begin.addDays(1), True, False))
        shown[day] += [f["id"] for f in layer.getFeatures(QgsFeatureRequest().setFilterExpression(expression))]
print(json.dumps({day: sorted(ids) for day, ids in shown.items()}), flush=True)
os._exit(0)  # QGIS may fall over its own objects at the end
