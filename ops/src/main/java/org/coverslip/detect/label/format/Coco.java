package org.coverslip.detect.label.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.scijava.plugin.Plugin;

/**
 * COCO's JSON: {@code images}, {@code categories}, {@code annotations} with {@code bbox} as left,
 * top, width, height in continuous pixels and the largest polygon of {@code segmentation} as
 * outline. Run-length encoded masks are read as their boxes. A {@code score}, which COCO knows for
 * results only, is read and written where there is one.
 */
@Plugin(type = LabelFormat.class)
public final class Coco implements LabelFormat {

    @Override
    public String name() {
        return "coco";
    }

    @Override
    public String loses() {
        return "";
    }

    @Override
    public boolean holdsCrowds() {
        return true;
    }

    @Override
    public boolean accepts(Path source) {
        return JsonText.has(source, "images", "annotations", "categories");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source, images);
        int[] simplified = new int[1];
        try {
            JsonObject root = JsonText.read(source);
            Map<Long, String> categories = new HashMap<>();
            for (JsonElement element : JsonText.array(root, "categories")) {
                JsonObject category = JsonText.object(element, "a category");
                String label = JsonText.text(category, "name");
                labels.newLabel(label);
                once(categories, JsonText.whole(category, "id"), label, "categories");
            }
            Map<Long, String> files = new HashMap<>();
            for (JsonElement element : JsonText.array(root, "images")) {
                JsonObject image = JsonText.object(element, "an image");
                String file = JsonText.text(image, "file_name");
                once(files, JsonText.whole(image, "id"), file, "images");
                labels.image(
                        file,
                        (int) JsonText.whole(image, "width"),
                        (int) JsonText.whole(image, "height"));
            }
            for (JsonElement element : JsonText.array(root, "annotations")) {
                annotation(
                        source,
                        JsonText.object(element, "an annotation"),
                        files,
                        categories,
                        labels,
                        simplified);
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw Damage.in(source, "COCO file", e);
        }
        if (simplified[0] > 0) {
            labels.note(
                    source
                            + ": of "
                            + simplified[0]
                            + (simplified[0] == 1 ? " object" : " objects")
                            + " with a mask or several polygons only the box, or the largest"
                            + " polygon, was read");
        }
        return labels.set();
    }

    private static void once(Map<Long, String> known, long id, String name, String what) {
        String before = known.putIfAbsent(id, name);
        if (before == null) return;
        throw new JsonParseException(
                "the " + what + " " + before + " and " + name + " share an id");
    }

    private static void annotation(
            Path source,
            JsonObject annotation,
            Map<Long, String> files,
            Map<Long, String> categories,
            LabelCollector labels,
            int[] simplified) {
        long image = JsonText.whole(annotation, "image_id");
        long category = JsonText.whole(annotation, "category_id");
        if (!files.containsKey(image)) {
            throw new RefusedException(
                    source,
                    "an annotation names image " + image + ", which it does not hold",
                    "add the image or delete the annotation");
        }
        if (!categories.containsKey(category)) {
            throw new RefusedException(
                    source,
                    "an annotation has category "
                            + category
                            + " beyond its "
                            + categories.size()
                            + " categories",
                    "add the category or mend the annotation");
        }
        JsonArray box = JsonText.array(annotation, "bbox");
        if (box.size() != 4) throw new JsonParseException("a bbox has " + box.size() + " numbers");
        double[] v = new double[4];
        for (int i = 0; i < v.length; i++) v[i] = JsonText.number(box.get(i), "bbox");
        JsonElement segmentation = annotation.get("segmentation");
        boolean mask = segmentation instanceof JsonObject;
        if (mask || segmentation instanceof JsonArray many && many.size() > 1) simplified[0]++;
        labels.object(
                files.get(image),
                categories.get(category),
                v[0],
                v[1],
                v[0] + v[2],
                v[1] + v[3],
                outline(segmentation),
                annotation.has("score")
                        ? OptionalDouble.of(JsonText.number(annotation, "score"))
                        : OptionalDouble.empty(),
                annotation.has("iscrowd") && JsonText.number(annotation, "iscrowd") == 1);
    }

    /** The largest polygon; empty if there is none. */
    private static Optional<Outline> outline(JsonElement segmentation) {
        if (!(segmentation instanceof JsonArray polygons)) return Optional.empty();
        Outline largest = null;
        for (JsonElement polygon : polygons) {
            if (!(polygon instanceof JsonArray points) || points.size() < 6) continue;
            double[] x = new double[points.size() / 2];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = JsonText.number(points.get(2 * i), "segmentation");
                y[i] = JsonText.number(points.get(2 * i + 1), "segmentation");
            }
            Outline outline = new Outline(x, y);
            if (largest == null || outline.area() > largest.area()) largest = outline;
        }
        return Optional.ofNullable(largest);
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Path file = folder.resolve("coco.json");
        JsonText.write(
                file,
                json -> {
                    json.beginObject();
                    // NB: pycocotools before 2.0.11 cannot load results for a set without it.
                    json.name("info").beginObject().endObject();
                    json.name("images").beginArray();
                    for (int i = 0; i < labels.images().size(); i++) {
                        LabelledImage image = labels.images().get(i);
                        json.beginObject().name("id").value(i + 1);
                        json.name("file_name").value(image.file());
                        json.name("width").value(image.width());
                        json.name("height").value(image.height()).endObject();
                    }
                    json.endArray().name("categories").beginArray();
                    for (int i = 0; i < labels.classes().size(); i++) {
                        json.beginObject().name("id").value(i + 1);
                        json.name("name").value(labels.classes().get(i)).endObject();
                    }
                    json.endArray().name("annotations").beginArray();
                    int id = 1;
                    for (int i = 0; i < labels.images().size(); i++) {
                        for (LabelledBox object : labels.images().get(i).objects()) {
                            int category = labels.classes().indexOf(object.label()) + 1;
                            write(json, id++, i + 1, category, object);
                        }
                    }
                    json.endArray().endObject();
                });
        return file;
    }

    private static void write(JsonWriter json, int id, int image, int category, LabelledBox object)
            throws IOException {
        Box b = object.box();
        json.beginObject().name("id").value(id).name("image_id").value(image);
        json.name("category_id").value(category).name("bbox").beginArray();
        json.value(b.x0()).value(b.y0()).value(b.width()).value(b.height()).endArray();
        // NB: COCO's area is that of the segment, by which it tells small objects from large ones.
        json.name("area").value(object.outline().map(Outline::area).orElse(b.area()));
        json.name("iscrowd").value(object.crowd() ? 1 : 0);
        if (object.score().isPresent()) json.name("score").value(object.score().getAsDouble());
        json.name("segmentation").beginArray();
        if (object.outline().isPresent()) {
            Outline outline = object.outline().get();
            json.beginArray();
            for (int i = 0; i < outline.size(); i++) {
                json.value(outline.x()[i]).value(outline.y()[i]);
            }
            json.endArray();
        }
        json.endArray().endObject();
    }
}
