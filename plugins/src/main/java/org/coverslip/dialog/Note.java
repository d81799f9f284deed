package org.coverslip.dialog;

/**
 * A sentence beside a field.
 *
 * @param fault whether it says why the command cannot be run
 * @param text empty: nothing to say
 */
record Note(boolean fault, String text) {

    static final Note NONE = new Note(false, "");

    static Note fact(String text) {
        return new Note(false, text);
    }

    static Note fault(String text) {
        return new Note(true, text);
    }
}
