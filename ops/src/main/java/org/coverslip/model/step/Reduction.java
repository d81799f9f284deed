package org.coverslip.model.step;

import java.util.Optional;
import org.coverslip.RefusedException;

/**
 * The axes over which a step takes its statistics: bioimage.io's {@code axes}, in 0.4 and in 0.5
 * the axes that are reduced over.
 *
 * <p>Without axes, all axes are joined, the batch included (0.5: "Default: scale all axes
 * jointly"). With {@code b} among them, statistics of the whole dataset are meant (0.4: {@code
 * mode: per_dataset}; the reference implementation reads 0.5 the same way), which nobody has who
 * looks at one image: such a step is refused when it is applied.
 *
 * @param axes letters; empty: all
 */
public record Reduction(Optional<String> axes) {

    /** Over all axes. */
    public static final Reduction ALL = new Reduction(Optional.empty());

    public static Reduction over(String axes) {
        return new Reduction(Optional.of(axes));
    }

    /** Whether statistics of a whole dataset are asked for. */
    public boolean perDataset() {
        return axes.isPresent() && axes.get().indexOf('b') >= 0;
    }

    Groups groups(String step, TensorBlock block) {
        if (perDataset()) {
            throw new RefusedException(
                    step,
                    "it needs statistics of the whole dataset that the model does not give",
                    "give fixed numbers with import-model, normalize=mean;std");
        }
        if (axes.isEmpty() && block.extent('b') > 1) {
            throw new RefusedException(
                    step,
                    "its statistics join all axes, so a batch of "
                            + block.extent('b')
                            + " samples would mix them",
                    "use batch=1");
        }
        for (char axis : axes.orElse("").toCharArray()) {
            if (block.axes().indexOf(axis) < 0) {
                throw new RefusedException(
                        step,
                        "it runs over axis " + axis + " of a tensor with axes " + block.axes(),
                        "name axes that the tensor has");
            }
        }
        return new Groups(block, axes.orElse(block.axes()));
    }

    /** The reference tensor of a step, whose groups must be as many as the block's own. */
    static TensorBlock reference(String step, String name, StepContext context) {
        TensorBlock found = context.tensors().get(name);
        if (found == null) {
            throw new RefusedException(
                    step,
                    "its reference tensor " + name + " is not there",
                    "name one of the model's inputs");
        }
        return found;
    }

    static void requireSameGroups(String step, Groups own, Groups reference) {
        if (own.count() != reference.count()) {
            throw new RefusedException(
                    step,
                    "the tensor has "
                            + own.count()
                            + " groups, its reference tensor "
                            + reference.count(),
                    "use axes that leave the same number in both");
        }
    }
}
