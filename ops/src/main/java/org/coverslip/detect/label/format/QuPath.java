package org.coverslip.detect.label.format;

import com.google.gson.stream.JsonWriter;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
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
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
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
        return "image sizes and suffixes, which are those of the images themselves; the order of"
                + " the classes";
    }

    @Override
    public boolean accepts(Path source) {
        return Sidecars.any(source, ".geojson");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source);
        List<String> notes = new ArrayList<>();
        for (Path file : Sidecars.find(source, ".geojson")) {
            String image = Sidecars.image(file, images, labels);
            Annotations annotations = Annotations.read(file);
            annotations.notes().forEach(n -> notes.add(file + ": " + n));
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
                        outline(region));
            }
        }
        Sidecars.empty(source, images, labels);
        LabelSet set = labels.set();
        notes.addAll(set.notes());
        return new LabelSet(set.classes(), set.images(), notes);
    }

    private static Optional<Outline> outline(SlideRegion region) {
        if (region.outline().isRectangle()) return Optional.empty();
        Coordinate[] ring =
                region.outline().getGeometryN(0).getBoundary().getGeometryN(0).getCoordinates();
        double[] x = new double[ring.length - 1];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = ring[i].x;
            y[i] = ring[i].y;
        }
        return Optional.of(new Outline(x, y));
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        for (LabelledImage image : labels.images()) {
            Path file = Sidecars.file(labels, image, folder, ".geojson");
            JsonText.write(
                    file,
                    json -> {
                        json.setIndent("");
                        json.beginObject().name("type").value("FeatureCollection");
                        json.name("features").beginArray();
                        for (LabelledBox object : image.objects()) {
                            write(json, object, labels.classes().indexOf(object.label()));
                        }
                        json.endArray().endObject();
                    });
        }
        return folder;
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
