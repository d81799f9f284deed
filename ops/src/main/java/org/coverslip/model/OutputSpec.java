package org.coverslip.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.coverslip.model.step.Step;
import org.coverslip.network.ElementType;

/**
 * What one output of a network gives.
 *
 * @param name key in the SavedModel's signature
 * @param axes as in {@link InputSpec}; empty where the order is unknown
 * @param type of its elements
 * @param sizes one per axis, {@link Size.Relative} where it follows an input; empty where the rank
 *     is unknown
 * @param halo elements per axis to cut off at either side, because they saw too little; as many as
 *     {@code sizes}
 * @param postprocessing from the network's values to the final ones, in order
 */
public record OutputSpec(
        String name,
        String axes,
        ElementType type,
        List<Size> sizes,
        List<Integer> halo,
        List<Step> postprocessing) {

    public OutputSpec {
        sizes = List.copyOf(sizes);
        halo = halo.isEmpty() ? sizes.stream().map(s -> 0).toList() : List.copyOf(halo);
        postprocessing = List.copyOf(postprocessing);
        if (!axes.isEmpty() && axes.length() != sizes.size()) {
            throw new IllegalArgumentException(sizes.size() + " sizes for axes " + axes);
        }
        if (halo.size() != sizes.size()) {
            throw new IllegalArgumentException(sizes.size() + " sizes, halo for " + halo.size());
        }
    }

    /** Size of an axis; any, if there is no such axis. */
    public Size size(char axis) {
        int i = axes.indexOf(axis);
        return i < 0 ? Size.ANY : sizes.get(i);
    }

    /** Halo of an axis; 0 if there is no such axis. */
    public int halo(char axis) {
        int i = axes.indexOf(axis);
        return i < 0 ? 0 : halo.get(i);
    }

    /**
     * Number of classes or channels: the extent of axis c, or of the last axis of a [batch, n]
     * tensor with unknown axes; empty where it is not fixed.
     */
    public OptionalInt channels() {
        Size size = Size.ANY;
        if (axes.indexOf('c') >= 0) size = size('c');
        else if (axes.isEmpty() && sizes.size() == 2) size = sizes.get(1);
        return size instanceof Size.Fixed f ? OptionalInt.of(f.size()) : OptionalInt.empty();
    }

    /** As {@code [?,2]}. */
    public String shapeText() {
        return sizes.isEmpty()
                ? "[unknown rank]"
                : sizes.stream().map(Size::text).collect(Collectors.joining(",", "[", "]"));
    }
}
