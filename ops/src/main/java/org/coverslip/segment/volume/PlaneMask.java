package org.coverslip.segment.volume;

/**
 * Which columns of a volume belong to a part of it: the same in every slice.
 *
 * @param inside [y * width + x]; null: all of them
 */
public record PlaneMask(boolean[] inside) {

    /** Everything. */
    public static final PlaneMask ALL = new PlaneMask(null);

    /**
     * @param column {@code y * width + x}
     */
    public boolean has(int column) {
        return inside == null || inside[column];
    }
}
