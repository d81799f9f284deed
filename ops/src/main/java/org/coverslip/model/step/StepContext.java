package org.coverslip.model.step;

import java.util.Map;

/**
 * What a step may look at besides its own block.
 *
 * @param tensors other tensors of the same run by their names, for steps with a {@code
 *     reference_tensor}
 */
public record StepContext(Map<String, TensorBlock> tensors) {

    /** Nothing but the block itself. */
    public static final StepContext NONE = new StepContext(Map.of());

    public StepContext {
        tensors = Map.copyOf(tensors);
    }
}
