package org.coverslip.train.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.tile.Tile;
import org.coverslip.train.split.Member;
import org.coverslip.train.split.Part;

/**
 * One picture, or one tile of a slide, whose labels are known. Its pixels are not read yet.
 *
 * @param name of the picture below the input; of a tile {@code slide.svs#x640y128} (its corner in
 *     level-0 pixels)
 * @param file where it lies
 * @param tile which part of a slide; empty: the whole picture
 * @param labels indices of its classes; exactly one where classes exclude each other
 * @param group patient or slide it is of
 * @param part what the user wants it used for; empty: undecided
 */
public record Example(
        String name,
        Path file,
        Optional<Tile> tile,
        List<Integer> labels,
        String group,
        Optional<Part> part) {

    public Example {
        labels = List.copyOf(labels);
    }

    /** As a split sees it. */
    public Member member() {
        return new Member(name, group, labels, part);
    }
}
