package org.coverslip.tensorflow.inline;

/**
 * One tensor of a graph.
 *
 * @param node the operation it comes out of
 * @param index which of its outputs it is
 */
public record Wire(String node, int index) {

    /** Reads {@code node} or {@code node:index}. */
    public static Wire of(String tensor) {
        int colon = tensor.lastIndexOf(':');
        if (colon < 0) return new Wire(tensor, 0);
        try {
            return new Wire(
                    tensor.substring(0, colon), Integer.parseInt(tensor.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new Unfit("it names a tensor \"" + tensor + "\"");
        }
    }

    /** As {@code node:index}. */
    @Override
    public String toString() {
        return node + ":" + index;
    }
}
