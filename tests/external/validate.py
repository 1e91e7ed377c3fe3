#!/usr/bin/python3
"""Validates files and prints one line for each thing wrong with them. usage: validate.py json|kml|gpkg SCHEMA FILE...

json: JSON Schema 2020-12 (python3-jsonschema). kml: XML Schema (python3-lxml), inside a .kmz too. gpkg: GDAL's own checks
(python3-gdal); SCHEMA is not used."""
import json, sys, warnings, zipfile

warnings.filterwarnings("ignore")
kind, schema, *files = sys.argv[1:]
for path in files:
    if kind == "json":
        import jsonschema
        with open(schema) as f:
            validator = jsonschema.Draft202012Validator(json.load(f))
        validator.check_schema(validator.schema)
        with open(path) as f:
            for error in validator.iter_errors(json.load(f)):
                print(path, list(error.absolute_path), error.message[:300])
    elif kind == "kml":
        from lxml import etree
        grammar = etree.XMLSchema(etree.parse(schema))
        source = zipfile.ZipFile(path).open("doc.kml") if path.endswith(".kmz") else path
        if not grammar.validate(etree.parse(source)):
            for error in grammar.error_log:
                print(path, error)
    else:
        from osgeo_utils.samples import validate_gpkg
        wrong = []
        try:
            code = validate_gpkg.main(["validate_gpkg.py", "-q", "--extra", "--warning-as-error", path])
            if code:
                wrong.append(f"exit {code}")
        except Exception as error:
            wrong.append(str(error))
        for line in wrong:
            print(path, line)
