package org.coverslip.tensorflow.keras.config;

/**
 * Why a Keras file cannot be imported, before it is known which file it was: the importer adds the
 * file's name. Both parts go into one sentence for the user.
 */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 80;

    /** What helps where the file holds something that only Python can run. */
    public static final String EXPORT =
            "export the model in Python with model.export(folder) and use that SavedModel";

    /** What helps where the file contradicts itself. */
    public static final String SAVE_AGAIN = "save the model again from Keras with model.save(...)";

    private final String remedy;

    /**
     * @param fault what is wrong, without a full stop
     * @param remedy what the user can do, without a full stop
     */
    public Fault(String fault, String remedy) {
        this(fault, remedy, null);
    }

    /** As the two-argument form, keeping the technical cause for the log. */
    public Fault(String fault, String remedy, Throwable cause) {
        super(fault, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }

    /** Text out of a file, made fit for a sentence: one line, in quotes, not endless. */
    public static String quote(String text) {
        String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        if (line.length() > LONGEST_QUOTE) line = line.substring(0, LONGEST_QUOTE) + "...";
        return "'" + line + "'";
    }
}
