package org.coverslip.tensorflow.inline;

/** A graph cannot be opened up or differentiated; the message says why, as part of a sentence. */
public final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unfit(String fault) {
        super(fault);
    }
}
