package org.coverslip.words;

import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.words.project.Scale;

/**
 * How words are learned.
 *
 * @param words how many; 0: chosen by the silhouette
 * @param most words that are tried where the number is chosen
 * @param scale of the features
 * @param components principal components; 0: no projection
 * @param minibatch by mini-batches instead of exactly
 * @param seed of everything random
 */
public record WordSettings(
        int words, int most, Scale scale, int components, boolean minibatch, long seed) {

    /** Chosen from 2 to 16 words, features brought to deviation 1. */
    public static final WordSettings DEFAULT = new WordSettings(0, 16, Scale.STANDARD, 0, false, 1);

    /** For a run record. */
    Map<String, String> text() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("words", Integer.toString(words));
        text.put("scale", scale.toString());
        text.put("components", Integer.toString(components));
        text.put("method", minibatch ? "minibatch" : "exact");
        text.put("seed", Long.toString(seed));
        return text;
    }
}
