package org.coverslip;

/**
 * Thrown when an input cannot be used as it is. The message is one sentence for the user: what was
 * given, what is wrong with it, what to do. Front ends print it as it stands, without a stack
 * trace.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param subject the file, input or value at fault, as the user named it
     * @param fault what is wrong, without a full stop
     * @param remedy what the user can do, without a full stop
     */
    public RefusedException(Object subject, String fault, String remedy) {
        this(subject, fault, remedy, null);
    }

    /** As the three-argument form, keeping the technical cause for the log. */
    public RefusedException(Object subject, String fault, String remedy, Throwable cause) {
        super(subject + ": " + fault + "; " + remedy + ".", cause);
    }
}
