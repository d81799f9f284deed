package org.coverslip.tensorflow.keras.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code config} of one layer or model, read with types. A key that is absent or null counts as
 * not given; a value of the wrong kind is a {@link Fault} that names the owner and the key.
 */
public final class Config {

    private final String owner;
    private final JsonObject json;

    /**
     * @param owner how to call the owner in a sentence, for example {@code layer 'conv2d'}
     */
    public Config(String owner, JsonObject json) {
        this.owner = owner;
        this.json = json;
    }

    public String owner() {
        return owner;
    }

    /** Whether the key is there with a value other than null. */
    public boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    /** The value as it stands, tuples as lists; {@link JsonNull} if absent. */
    public JsonElement raw(String key) {
        JsonElement value = json.get(key);
        if (value instanceof JsonObject o && o.get("items") instanceof JsonArray items)
            return items;
        return value == null ? JsonNull.INSTANCE : value;
    }

    public String text(String key, String fallback) {
        if (!has(key)) return fallback;
        if (raw(key) instanceof JsonPrimitive p && p.isString()) return p.getAsString();
        throw wrong(key, "a word");
    }

    public boolean flag(String key, boolean fallback) {
        if (!has(key)) return fallback;
        if (raw(key) instanceof JsonPrimitive p) {
            if (p.isBoolean()) return p.getAsBoolean();
            if (p.isNumber()) return p.getAsDouble() != 0;
        }
        throw wrong(key, "true or false");
    }

    public double number(String key, double fallback) {
        if (!has(key)) return fallback;
        double[] values = numbers(key);
        if (values.length != 1) throw wrong(key, "one number");
        return values[0];
    }

    /** A whole number above zero; required. */
    public int positive(String key) {
        int[] values = integers(key);
        if (values.length != 1 || values[0] < 1) throw wrong(key, "a whole number above 0");
        return values[0];
    }

    /**
     * A number for both image axes, or one for each.
     *
     * @return {height, width}, each at least {@code least}
     */
    public int[] pair(String key, int least) {
        int[] v = integers(key);
        int[] both = v.length == 1 ? new int[] {v[0], v[0]} : v;
        if (both.length != 2 || both[0] < least || both[1] < least) {
            throw wrong(key, "one or two whole numbers of at least " + least);
        }
        return both;
    }

    /** As {@link #pair(String, int)}, {@code fallback} for both axes where the key is absent. */
    public int[] pair(String key, int least, int fallback) {
        return has(key) ? pair(key, least) : new int[] {fallback, fallback};
    }

    /** One whole number or a flat list of them; required. */
    public int[] integers(String key) {
        double[] v = numbers(key);
        int[] whole = new int[v.length];
        for (int i = 0; i < v.length; i++) {
            whole[i] = (int) v[i];
            if (whole[i] != v[i]) throw wrong(key, "whole numbers");
        }
        return whole;
    }

    /** One number, a list, or nested lists read row by row; required. */
    public double[] numbers(String key) {
        List<Double> into = new ArrayList<>();
        collect(key, raw(key), into, 0);
        return into.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void collect(String key, JsonElement value, List<Double> into, int depth) {
        if (value instanceof JsonPrimitive p && p.isNumber()) {
            into.add(p.getAsDouble());
        } else if (value instanceof JsonArray list && depth < 8) {
            for (JsonElement e : list) collect(key, e, into, depth + 1);
        } else if (value instanceof JsonObject o && depth < 8) {
            // NB: arrays are {"class_name": "__numpy__", "config": {"value": ...}} in Keras 3 and
            // {"type": "ndarray", "value": ...} in Keras 2.
            JsonElement inner = o.get("config") instanceof JsonObject c ? c : o;
            collect(key, inner.getAsJsonObject().get("value"), into, depth + 1);
        } else {
            throw wrong(key, "numbers");
        }
    }

    /** The fault of a value that cannot be used. */
    public Fault wrong(String key, String expected) {
        String found = json.has(key) ? Fault.quote(json.get(key).toString()) : "missing";
        return new Fault(
                owner + " has " + key + " " + found + " where " + expected + " should stand",
                Fault.SAVE_AGAIN);
    }

    /** The fault of an option that is known but not supported. */
    public Fault unsupported(String what) {
        return new Fault(owner + " uses " + what + ", which cannot be imported", Fault.EXPORT);
    }
}
