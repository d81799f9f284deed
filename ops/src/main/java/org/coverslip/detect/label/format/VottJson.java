package org.coverslip.detect.label.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
 * VoTT's JSON export: {@code tags}, and {@code assets} with their {@code asset} (name, size) and
 * {@code regions} (tags, boundingBox, points), continuous pixels. A region with several tags
 * becomes an object of each. Images that nobody looked at are left out.
 */
@Plugin(type = LabelFormat.class)
public final class VottJson implements LabelFormat {

    /** VoTT's states of an image; those that nobody looked at are not read. */
    private static final int NOT_VISITED = 0;

    private static final int VISITED = 1;
    private static final int TAGGED = 2;

    @Override
    public String name() {
        return "vott-json";
    }

    @Override
    public String loses() {
        return "scores";
    }

    @Override
    public boolean accepts(Path source) {
        return JsonText.has(source, "assets");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source, images);
        try {
            JsonObject root = JsonText.read(source);
            for (JsonElement tag : JsonText.array(root, "tags")) {
                labels.newLabel(JsonText.text(JsonText.object(tag, "a tag"), "name"));
            }
            JsonObject assets = JsonText.object(root, "assets");
            Map<String, Integer> names = new HashMap<>();
            for (var entry : assets.entrySet()) {
                JsonObject asset = JsonText.object(entry.getValue(), entry.getKey());
                names.merge(
                        JsonText.text(JsonText.object(asset, "asset"), "name"), 1, Integer::sum);
            }
            for (var entry : assets.entrySet()) {
                asset(entry.getValue().getAsJsonObject(), names, labels);
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw Damage.in(source, "VoTT export", e);
        }
        return labels.set();
    }

    private static void asset(JsonObject entry, Map<String, Integer> names, LabelCollector labels) {
        JsonObject asset = JsonText.object(entry, "asset");
        JsonArray regions = JsonText.array(entry, "regions");
        boolean visited = !asset.has("state") || JsonText.number(asset, "state") > NOT_VISITED;
        if (!visited && regions.isEmpty()) return;
        String image = JsonText.text(asset, "name");
        // NB: VoTT's name is bare; where two folders hold one of that name, the path tells them.
        if (names.get(image) > 1 && asset.has("path")) image = path(JsonText.text(asset, "path"));
        JsonObject size = JsonText.object(asset, "size");
        labels.image(
                image, (int) JsonText.whole(size, "width"), (int) JsonText.whole(size, "height"));
        for (JsonElement element : regions) {
            JsonObject region = JsonText.object(element, "a region");
            JsonObject box = JsonText.object(region, "boundingBox");
            double x = JsonText.number(box, "left");
            double y = JsonText.number(box, "top");
            double w = JsonText.number(box, "width");
            double h = JsonText.number(box, "height");
            JsonArray tags = JsonText.array(region, "tags");
            if (tags.isEmpty()) labels.note(image + ": a region without a tag was left out");
            for (JsonElement tag : tags) {
                labels.object(
                        image, JsonText.text(tag, "a tag"), x, y, x + w, y + h, outline(region));
            }
        }
    }

    /** As {@code file:/C:/slides%201/a.png}. */
    private static String path(String url) {
        String plain = url.startsWith("file:") ? url.substring("file:".length()) : url;
        try {
            return URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }

    private static Optional<Outline> outline(JsonObject region) {
        boolean rectangle = region.has("type") && JsonText.text(region, "type").equals("RECTANGLE");
        JsonArray points = JsonText.array(region, "points");
        if (rectangle || points.size() < 3) return Optional.empty();
        double[] x = new double[points.size()];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            JsonObject point = JsonText.object(points.get(i), "a point");
            x[i] = JsonText.number(point, "x");
            y[i] = JsonText.number(point, "y");
        }
        return Optional.of(new Outline(x, y));
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Path file = folder.resolve("vott-export.json");
        JsonText.write(
                file,
                json -> {
                    json.beginObject().name("name").value("labels").name("tags").beginArray();
                    for (String label : labels.classes()) {
                        json.beginObject().name("name").value(label).endObject();
                    }
                    json.endArray().name("assets").beginObject();
                    for (LabelledImage image : labels.images()) write(json, image);
                    json.endObject().endObject();
                });
        return file;
    }

    private static void write(JsonWriter json, LabelledImage image) throws IOException {
        String id =
                UUID.nameUUIDFromBytes(image.file().getBytes(StandardCharsets.UTF_8)).toString();
        json.name(id).beginObject().name("asset").beginObject();
        json.name("id").value(id).name("name").value(image.file());
        json.name("size").beginObject();
        json.name("width").value(image.width()).name("height").value(image.height()).endObject();
        json.name("state")
                .value(image.objects().isEmpty() ? VISITED : TAGGED)
                .name("type")
                .value(1)
                .endObject();
        json.name("regions").beginArray();
        int number = 0;
        for (LabelledBox object : image.objects()) write(json, id + "-" + number++, object);
        json.endArray().name("version").value("2.1.0").endObject();
    }

    private static void write(JsonWriter json, String id, LabelledBox object) throws IOException {
        Box b = object.box();
        Outline outline = object.outline().orElseGet(() -> Outline.of(b));
        json.beginObject().name("id").value(id);
        json.name("type").value(object.outline().isPresent() ? "POLYGON" : "RECTANGLE");
        json.name("tags").beginArray().value(object.label()).endArray();
        json.name("boundingBox").beginObject();
        json.name("left").value(b.x0()).name("top").value(b.y0());
        json.name("width").value(b.width()).name("height").value(b.height()).endObject();
        json.name("points").beginArray();
        for (int i = 0; i < outline.size(); i++) {
            json.beginObject().name("x").value(outline.x()[i]);
            json.name("y").value(outline.y()[i]).endObject();
        }
        json.endArray().endObject();
    }
}
