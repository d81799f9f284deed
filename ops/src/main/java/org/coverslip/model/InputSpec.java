package org.coverslip.model;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Step;
import org.coverslip.network.ElementType;

/**
 * What one input of a network expects.
 *
 * @param name key in the SavedModel's signature
 * @param axes one letter per axis, of {@code b} batch, {@code i} index, {@code t} time, {@code c}
 *     channel, {@code z}, {@code y}, {@code x}; empty where the order is unknown
 * @param type of its elements
 * @param sizes one per axis, also where {@code axes} is unknown; empty where even the rank is
 *     unknown
 * @param preprocessing from the picture's values to the network's, in order
 * @param preprocessingKnown whether {@code preprocessing} is what the model's author says; {@code
 *     false}: nobody said anything, and the list is empty
 */
public record InputSpec(
        String name,
        String axes,
        ElementType type,
        List<Size> sizes,
        List<Step> preprocessing,
        boolean preprocessingKnown) {

    public InputSpec {
        sizes = List.copyOf(sizes);
        preprocessing = List.copyOf(preprocessing);
        if (!axes.isEmpty() && axes.length() != sizes.size()) {
            throw new IllegalArgumentException(sizes.size() + " sizes for axes " + axes);
        }
    }

    /** An input whose preprocessing is known; an empty list means that there is none. */
    public InputSpec(
            String name, String axes, ElementType type, List<Size> sizes, List<Step> steps) {
        this(name, axes, type, sizes, steps, true);
    }

    /** The same with other preprocessing, known from now on. */
    public InputSpec withPreprocessing(List<Step> steps) {
        return new InputSpec(name, axes, type, sizes, steps, true);
    }

    /**
     * The same under another order of axes.
     *
     * @param order one letter per axis, for example {@code byxc}
     * @throws RefusedException if these are no axes, or not as many as the tensor has
     */
    public InputSpec withAxes(String order) {
        boolean letters = order.matches("[bitczyx]+");
        if (!letters || order.chars().distinct().count() != order.length()) {
            throw new RefusedException(
                    "axes=" + order, "these are no axes", "use letters of bitczyx, each once");
        }
        if (!sizes.isEmpty() && sizes.size() != order.length()) {
            throw new RefusedException(
                    "axes=" + order,
                    "the input " + name + " " + shapeText() + " has " + sizes.size() + " axes",
                    "give one letter for each");
        }
        List<Size> own = sizes.isEmpty() ? Collections.nCopies(order.length(), Size.ANY) : sizes;
        return new InputSpec(name, order, type, own, preprocessing, preprocessingKnown);
    }

    /** Size of an axis; any, if there is no such axis. */
    public Size size(char axis) {
        int i = axes.indexOf(axis);
        return i < 0 ? Size.ANY : sizes.get(i);
    }

    /** Whether axis {@code x}, {@code y}, ... may have this many elements. */
    public boolean allows(char axis, long length) {
        return size(axis).allows(length);
    }

    /** The allowed length of an axis that is closest to this one. */
    public int nearest(char axis, long length) {
        return size(axis).nearest(length);
    }

    /** Number of channels; 1 without a channel axis, empty where the model accepts any. */
    public OptionalInt channels() {
        if (axes.indexOf('c') < 0) return axes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(1);
        return size('c') instanceof Size.Fixed f ? OptionalInt.of(f.size()) : OptionalInt.empty();
    }

    /** Whether both spatial sizes are fixed, so that pictures have to be resized to them. */
    public boolean fixedSize() {
        return size('y') instanceof Size.Fixed && size('x') instanceof Size.Fixed;
    }

    /**
     * Whether this can take a picture: axes y and x are there, or the axes are unknown and there
     * are four of them (five for volumes), or the rank is unknown.
     */
    public boolean isImage() {
        if (!axes.isEmpty()) return axes.indexOf('y') >= 0 && axes.indexOf('x') >= 0;
        return sizes.isEmpty() || sizes.size() == 4 || sizes.size() == 5;
    }

    /** Whether a batch must hold one sample, because a step's statistics run over all axes. */
    public boolean oneSample() {
        return preprocessing.stream().anyMatch(Step::oneSample);
    }

    /** As {@code [?,224,224,3]}. */
    public String shapeText() {
        return sizes.isEmpty()
                ? "[unknown rank]"
                : sizes.stream().map(Size::text).collect(Collectors.joining(",", "[", "]"));
    }
}
