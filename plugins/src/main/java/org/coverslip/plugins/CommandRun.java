package org.coverslip.plugins;

import java.util.function.IntSupplier;
import org.coverslip.RefusedException;
import org.scijava.Cancelable;
import org.scijava.log.LogService;

/**
 * Runs the body of a command so that a refusal becomes what each front end shows: a line in the log
 * and a cancel reason, which Fiji puts into a dialog and the command line prints.
 *
 * <p>NB: an exception that leaves {@code run()} is only a stack trace on stderr in Fiji, and a
 * macro goes on regardless.
 */
public final class CommandRun {

    /** Value of the output {@code failed} where not an image but the whole request was at fault. */
    public static final int REFUSED = -1;

    private final Cancelable command;
    private final LogService log;

    private CommandRun(Cancelable command, LogService log) {
        this.command = command;
        this.log = log;
    }

    public static CommandRun of(Cancelable command, LogService log) {
        return new CommandRun(command, log);
    }

    /**
     * @param body does the work and returns how many images failed
     * @return what the body returned; {@link #REFUSED} if the request was refused
     */
    public int run(IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (RefusedException e) {
            log.debug(e);
            command.cancel(MessageLines.of(e.getMessage()));
            return REFUSED;
        }
    }
}
