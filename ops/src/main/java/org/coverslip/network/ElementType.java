package org.coverslip.network;

/**
 * What one number of a tensor is. {@code UNSUPPORTED} stands for strings, resources, complex and
 * quantised types.
 */
public enum ElementType {
    FLOAT32(4),
    FLOAT64(8),
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    INT32(4),
    INT64(8),
    BOOL(1),
    UNSUPPORTED(0);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element; 0 for {@link #UNSUPPORTED}. */
    public int bytes() {
        return bytes;
    }
}
