#!/usr/bin/python3
"""Opens files in QGIS as a user would and prints as JSON what they get.

usage: inspect_qgis.py FILE... [--day YYYY-MM-DD]... [--picture NAME.png]

For a layer: validity, geometry, reference system, fields, the style that came by itself, labels, and with its own temporal
settings the ids shown on each day. For a project also its layout, drawn to the picture. Leaves without Qt's clean-up, which
can crash."""
import argparse, json, os, sys, tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
from qgis.core import (Qgis, QgsApplication, QgsDateTimeRange, QgsFeatureRequest, QgsLayoutExporter, QgsLayoutItemMap,
                       QgsProject, QgsProviderRegistry, QgsVectorLayer, QgsVectorLayerTemporalContext, QgsWkbTypes)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, Qt

parser = argparse.ArgumentParser()
parser.add_argument("files", nargs="+")
parser.add_argument("--day", action="append", default=[])
parser.add_argument("--picture")
given = parser.parse_args()
app = QgsApplication([], False)
app.initQgis()


def shown(layer, day):
    """Ids that the Temporal Controller shows when it stands on a day."""
    begin = QDateTime(QDate.fromString(day, Qt.ISODate), QTime(0, 0), Qt.UTC)
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    expression = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(begin, begin.addDays(1), True, False))
    request = QgsFeatureRequest()
    if expression:
        request.setFilterExpression(expression)
    return sorted(f["id"] for f in layer.getFeatures(request))


def describe(layer):
    symbols = layer.renderer().legendSymbolItems() if layer.renderer() else []
    spatial = layer.isSpatial()
    return {
        "name": layer.name(), "valid": layer.isValid(), "spatial": spatial,
        "geometry": QgsWkbTypes.displayString(layer.wkbType()), "crs": layer.crs().authid(),
        "proj": layer.crs().toProj(), "count": layer.featureCount(),
        "fields": {f.name(): f.typeName() for f in layer.fields()},
        "renderer": layer.renderer().type() if layer.renderer() else None,
        "classes": [s.label() for s in symbols], "labels": layer.labelsEnabled() and layer.labeling() is not None,
        "temporal": layer.temporalProperties().isActive(),
        "days": {day: shown(layer, day) for day in given.day} if layer.temporalProperties().isActive() else {},
        "invalid": sum(1 for f in layer.getFeatures() if f.hasGeometry() and not f.geometry().isGeosValid()) if spatial else 0,
        "widgets": sorted(f.name() for f in layer.fields() if f.editorWidgetSetup().type() == "ValueMap"),
    }


report = []
for path in given.files:
    if path.endswith(".qgz"):
        project = QgsProject.instance()
        opened = project.read(path)
        tree = [node.layer() for node in project.layerTreeRoot().findLayers()]
        entry = {"file": path, "opened": opened, "crs": project.crs().authid(), "title": project.title(),
                 "layers": [describe(layer) for layer in tree if layer], "dead": sum(1 for layer in tree if not layer)}
        for layout in project.layoutManager().printLayouts():
            entry["items"] = sorted(type(item).__name__ for item in layout.items())
            if given.picture:
                settings = QgsLayoutExporter.ImageExportSettings()
                settings.dpi = 60
                if os.path.exists(given.picture):
                    os.remove(given.picture)
                entry["drawn"] = int(QgsLayoutExporter(layout).exportToImage(given.picture, settings))
                frame = next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap))
                entry["scale"] = frame.scale()
        report.append(entry)
        continue
    flags = Qgis.SublayerQueryFlags(Qgis.SublayerQueryFlag.ResolveGeometryType)
    found = QgsProviderRegistry.instance().querySublayers(path, flags)
    layers = []
    for sublayer in found:
        if sublayer.name() == "layer_styles":
            continue
        layer = sublayer.toLayer(QgsProviderRegistry.instance().providerMetadata("ogr") and sublayer.LayerOptions(QgsProject.instance().transformContext()))
        layer.loadDefaultStyle()
        layers.append(describe(layer))
    report.append({"file": path, "layers": layers})
print(json.dumps(report, ensure_ascii=False), flush=True)
os._exit(0)
