package org.coverslip.app;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.coverslip.RefusedException;
import org.coverslip.keys.InputKeys;
import org.coverslip.plugins.CommandRun;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;

/** Runs one command with inputs given as text, as the command line and plain ImageJ's macros do. */
public final class CommandCall {

    private final Context context;

    public CommandCall(Context context) {
        this.context = context;
    }

    /**
     * Runs the command and waits for it.
     *
     * @param info which command
     * @param texts values by key (field names in lower case); what is not given keeps its default
     * @return how many images failed; 0: all done
     * @throws RefusedException if a key is unknown or a value cannot be read
     * @throws CanceledException if the command refuses, or the user stops it
     */
    public int run(CommandInfo info, Map<String, String> texts) {
        return call(info, InputKeys.read(info, texts));
    }

    /** As {@link #run}, with values by field name. */
    int call(CommandInfo info, Map<String, Object> values) {
        try {
            // NB: no pre- and postprocessors: they would fill in what was used last time, or ask.
            Module module = context.service(CommandService.class).run(info, false, values).get();
            int failed = module.getOutput("failed") instanceof Integer n ? n : 0;
            if (module instanceof Cancelable c && c.isCanceled()) {
                String reason = c.getCancelReason();
                throw new CanceledException(reason, failed == CommandRun.REFUSED);
            }
            return failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CanceledException(info.getName() + " was interrupted.", false);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException runtime) throw runtime;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The command ended before its work was done; the message says why. */
    public static final class CanceledException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean refused;

        CanceledException(String reason, boolean refused) {
            super(reason);
            this.refused = refused;
        }

        /** Whether the request was wrong, rather than stopped by the user. */
        boolean isRefused() {
            return refused;
        }
    }
}
