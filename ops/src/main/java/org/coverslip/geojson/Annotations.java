package org.coverslip.geojson;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.coverslip.RefusedException;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.geom.Geometry;

/**
 * The areas of a GeoJSON file: a FeatureCollection, a list of features, one feature or one
 * geometry, as QuPath exports them. Coordinates are level-0 pixels. Features are read one by one,
 * so that memory goes with their outlines, not with the file.
 *
 * @param regions in the order of the file
 * @param notes what was left out or mended; empty if nothing
 */
public record Annotations(List<SlideRegion> regions, List<String> notes) {

    public Annotations {
        regions = List.copyOf(regions);
        notes = List.copyOf(notes);
    }

    /**
     * Reads a file. Points and lines have no area and are left out with a note.
     *
     * @throws RefusedException if it cannot be read, is not GeoJSON, is cut off, or has coordinates
     *     that are no numbers
     */
    public static Annotations read(Path file) {
        Reading reading = new Reading();
        try (Reader text = Files.newBufferedReader(file);
                JsonReader json = new JsonReader(text)) {
            reading.document(json);
            if (json.peek() != JsonToken.END_DOCUMENT) throw new JsonParseException("trailing");
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new RefusedException(
                    file,
                    "these annotations are damaged or no GeoJSON (" + firstLine(e) + ")",
                    "export them again from QuPath as GeoJSON",
                    e);
        }
        return new Annotations(reading.regions, reading.notes());
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().get();
    }

    private static final class Reading {

        private final List<SlideRegion> regions = new ArrayList<>();
        private final TreeSet<String> skippedTypes = new TreeSet<>();
        private int skipped;
        private int mended;

        void document(JsonReader json) throws IOException {
            if (json.peek() == JsonToken.BEGIN_ARRAY) {
                features(json);
                return;
            }
            JsonObject rest = new JsonObject();
            boolean collection = false;
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("features")) {
                    features(json);
                    collection = true;
                } else {
                    rest.add(name, JsonParser.parseReader(json));
                }
            }
            json.endObject();
            if (!collection) feature(rest);
        }

        private void features(JsonReader json) throws IOException {
            json.beginArray();
            while (json.hasNext()) feature(object(JsonParser.parseReader(json)));
            json.endArray();
        }

        private void feature(JsonObject feature) {
            boolean wrapped = "Feature".equals(text(feature, "type"));
            JsonObject geometry = wrapped ? member(feature, "geometry") : feature;
            JsonObject properties = wrapped ? member(feature, "properties") : new JsonObject();
            GeometryReader reader = new GeometryReader();
            Optional<Geometry> area = reader.area(geometry);
            if (area.isEmpty()) {
                skipped++;
                skippedTypes.add(String.valueOf(text(geometry, "type")));
                return;
            }
            if (reader.mended()) mended++;
            String name = text(properties, "name");
            regions.add(
                    new SlideRegion(
                            name == null ? "" : name, classification(properties), area.get()));
        }

        /** QuPath writes {@code {"name": "Tumor"}} or {@code {"names": ["Tumor", "Positive"]}}. */
        private static Optional<String> classification(JsonObject properties) {
            JsonElement value = properties.get("classification");
            if (value == null || value.isJsonNull()) return Optional.empty();
            if (value.isJsonPrimitive()) return Optional.of(value.getAsString());
            JsonObject object = object(value);
            if (object.get("names") instanceof JsonArray names) {
                List<String> parts = new ArrayList<>();
                for (JsonElement part : names) parts.add(part.getAsString());
                return Optional.of(String.join(": ", parts));
            }
            return Optional.ofNullable(text(object, "name"));
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (skipped > 0) {
                notes.add(
                        skipped
                                + (skipped == 1 ? " annotation" : " annotations")
                                + " without an area ("
                                + String.join(", ", skippedTypes)
                                + ") were left out");
            }
            if (mended > 0) {
                notes.add(
                        mended
                                + (mended == 1 ? " outline" : " outlines")
                                + " that crossed themselves were mended");
            }
            return notes;
        }

        private static JsonObject member(JsonObject in, String name) {
            JsonElement value = in.get(name);
            return value == null || value.isJsonNull() ? new JsonObject() : object(value);
        }

        private static JsonObject object(JsonElement value) {
            if (value.isJsonObject()) return value.getAsJsonObject();
            throw new JsonParseException("a feature is not an object");
        }

        private static String text(JsonObject in, String name) {
            JsonElement value = in.get(name);
            boolean string = value != null && value.isJsonPrimitive();
            return string ? value.getAsString() : null;
        }
    }
}
