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
 * top, width, height in continuous pixels and the first polygon of {@code segmentation} as outline.
 * Run-length encoded masks are read as their boxes.
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
    public boolean accepts(Path source) {
        return JsonText.has(source, "images", "annotations", "categories");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source);
        try {
            JsonObject root = JsonText.read(source);
            Map<Long, String> categories = new HashMap<>();
            for (JsonElement element : JsonText.array(root, "categories")) {
                JsonObject category = JsonText.object(element, "a category");
                String label = JsonText.text(category, "name");
                labels.label(label);
                categories.put((long) JsonText.number(category, "id"), label);
            }
            Map<Long, String> files = new HashMap<>();
            for (JsonElement element : JsonText.array(root, "images")) {
                JsonObject image = JsonText.object(element, "an image");
                String file = JsonText.text(image, "file_name");
                files.put((long) JsonText.number(image, "id"), file);
                labels.image(
                        file,
                        (int) JsonText.number(image, "width"),
                        (int) JsonText.number(image, "height"));
            }
            for (JsonElement element : JsonText.array(root, "annotations")) {
                annotation(
                        source,
                        JsonText.object(element, "an annotation"),
                        files,
                        categories,
                        labels);
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw Damage.in(source, "COCO file", e);
        }
        return labels.set();
    }

    private static void annotation(
            Path source,
            JsonObject annotation,
            Map<Long, String> files,
            Map<Long, String> categories,
            LabelCollector labels) {
        long image = (long) JsonText.number(annotation, "image_id");
        long category = (long) JsonText.number(annotation, "category_id");
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
        double x = JsonText.number(box.get(0), "bbox");
        double y = JsonText.number(box.get(1), "bbox");
        labels.object(
                files.get(image),
                categories.get(category),
                x,
                y,
                x + JsonText.number(box.get(2), "bbox"),
                y + JsonText.number(box.get(3), "bbox"),
                outline(annotation.get("segmentation")));
    }

    private static Optional<Outline> outline(JsonElement segmentation) {
        if (!(segmentation instanceof JsonArray polygons) || polygons.isEmpty()) {
            return Optional.empty();
        }
        if (!(polygons.get(0) instanceof JsonArray points) || points.size() < 6) {
            return Optional.empty();
        }
        double[] x = new double[points.size() / 2];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = JsonText.number(points.get(2 * i), "segmentation");
            y[i] = JsonText.number(points.get(2 * i + 1), "segmentation");
        }
        return Optional.of(new Outline(x, y));
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Path file = folder.resolve("coco.json");
        JsonText.write(
                file,
                json -> {
                    json.beginObject().name("images").beginArray();
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
        json.name("area").value(b.area()).name("iscrowd").value(0);
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
