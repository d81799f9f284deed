package org.coverslip.train.prepare;

import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.train.data.Example;
import org.coverslip.train.split.Part;

/**
 * Examples whose pixels are in a store, each with the part it plays.
 *
 * @param examples in the order of the store's pictures
 * @param parts one per example; {@code null} for those that could not be read
 * @param store their pixels
 */
public record Prepared(List<Example> examples, Part[] parts, PixelStore store) {

    public Prepared {
        examples = List.copyOf(examples);
        parts = parts.clone();
    }

    /** Indices of the examples of a part. */
    public int[] of(Part part) {
        return IntStream.range(0, parts.length).filter(i -> parts[i] == part).toArray();
    }

    /** The examples of a part. */
    public List<Example> examples(Part part) {
        return IntStream.of(of(part)).mapToObj(examples::get).toList();
    }

    /**
     * SHA-256 over name, labels, part and prepared pixels of every example that could be read, in
     * order: equal for two runs that learn from the same.
     */
    public String sha256() {
        Sha256 digest = new Sha256();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == null) continue;
            Example e = examples.get(i);
            digest.add(e.name() + "\n" + e.labels() + "\n" + parts[i] + "\n").add(store.get(i));
        }
        return digest.hex();
    }
}
