package org.coverslip.detect.label.format;

import com.google.gson.stream.JsonWriter;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.detect.ObjectOutlines;
import org.coverslip.detect.Outline;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.geojson.Annotations;
import org.coverslip.report.LabelColours;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.scijava.plugin.Plugin;

/**
 * QuPath's GeoJSON, one file per image: annotations with a classification, in pixels of the full
 * resolution. A polygon that is its own bounding box is a plain box.
 */
@Plugin(type = LabelFormat.class)
public final class QuPath implements LabelFormat {

    @Override
    public String name() {
        return "qupath";
    }

    @Override
    public String loses() {
        return "image sizes and suffixes, which are those of the images themselves; classes"
                + " without objects and their order, scores";
    }

    @Override
    public boolean accepts(Path source) {
        return Sidecars.any(source, ".geojson");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source, images);
        for (Path file : Sidecars.find(source, ".geojson")) {
            String image = Sidecars.image(file, Sidecars.stem(source, file), images, labels);
            Annotations annotations = Annotations.read(file);
            annotations.notes().forEach(n -> labels.note(file + ": " + n));
            int parts = 0;
            for (SlideRegion region : annotations.regions()) {
                String label =
                        region.classification()
                                .orElseThrow(
                                        () ->
                                                new RefusedException(
                                                        file,
                                                        "an annotation has no class",
                                                        "give each a class in QuPath"));
                Envelope e = region.outline().getEnvelopeInternal();
                labels.object(
                        image,
                        label,
                        e.getMinX(),
                        e.getMinY(),
                        e.getMaxX(),
                        e.getMaxY(),
                        ObjectOutlines.of(region));
                if (isOfParts(region)) parts++;
            }
            if (parts > 0) {
                labels.note(
                        file
                                + ": of "
                                + parts
                                + (parts == 1 ? " annotation" : " annotations")
                                + " of several parts, or with holes, only the outer line of the"
                                + " largest part was read");
            }
        }
        labels.remaining();
        return labels.set();
    }

    private static boolean isOfParts(SlideRegion region) {
        Geometry all = region.outline();
        return all.getNumGeometries() > 1
                || ((Polygon) all.getGeometryN(0)).getNumInteriorRing() > 0;
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Sidecars.files(labels, folder, ".geojson")
                .forEach((image, file) -> write(file, image, labels.classes()));
        return folder;
    }

    private static void write(Path file, LabelledImage image, List<String> classes) {
        JsonText.write(
                file,
                json -> {
                    json.setIndent("");
                    json.beginObject().name("type").value("FeatureCollection");
                    json.name("features").beginArray();
                    for (LabelledBox object : image.objects()) {
                        write(json, object, classes.indexOf(object.label()));
                    }
                    json.endArray().endObject();
                });
    }

    private static void write(JsonWriter json, LabelledBox object, int label) throws IOException {
        json.beginObject().name("type").value("Feature");
        json.name("geometry").beginObject().name("type").value("Polygon");
        json.name("coordinates").beginArray().beginArray();
        Outline outline = object.outline().orElseGet(() -> Outline.of(object.box()));
        double[] x = outline.x();
        double[] y = outline.y();
        for (int i = 0; i <= x.length; i++) {
            json.beginArray().value(x[i % x.length]).value(y[i % x.length]).endArray();
        }
        json.endArray().endArray().endObject();
        json.name("properties").beginObject().name("objectType").value("annotation");
        json.name("classification").beginObject().name("name").value(object.label());
        Color c = LabelColours.of(label);
        json.name("color").beginArray();
        json.value(c.getRed()).value(c.getGreen()).value(c.getBlue()).endArray();
        json.endObject().endObject().endObject();
    }
}
