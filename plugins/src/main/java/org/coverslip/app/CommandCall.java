package org.coverslip.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.coverslip.RefusedException;
import org.coverslip.plugins.CommandRun;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;

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
     * @throws RefusedException if a key is unknown, a value cannot be read, or the command refuses
     */
    public int run(CommandInfo info, Map<String, String> texts) {
        Map<String, Object> values = values(info, texts);
        try {
            // NB: no pre- and postprocessors: they would fill in what was used last time, or ask.
            CommandModule module =
                    context.service(CommandService.class).run(info, false, values).get();
            int failed = module.getOutput("failed") instanceof Integer n ? n : 0;
            if (module.isCanceled()) {
                throw new CanceledException(module.getCancelReason(), failed == CommandRun.REFUSED);
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

    private static Map<String, Object> values(CommandInfo info, Map<String, String> texts) {
        Map<String, ModuleItem<?>> inputs = inputs(info);
        Map<String, Object> values = new LinkedHashMap<>();
        texts.forEach(
                (key, text) -> {
                    ModuleItem<?> input = inputs.get(key);
                    if (input == null) throw unknown(info, key, List.copyOf(inputs.keySet()));
                    values.put(input.getName(), TextValue.parse(key, text, input.getType()));
                });
        return values;
    }

    /** The inputs a user can give, by key, in the order of the command's fields. */
    static Map<String, ModuleItem<?>> inputs(CommandInfo info) {
        Map<String, ModuleItem<?>> inputs = new LinkedHashMap<>();
        StreamSupport.stream(info.inputs().spliterator(), false)
                .filter(item -> TextValue.canParse(item.getType()))
                .forEach(item -> inputs.put(Commands.key(item.getName()), item));
        return inputs;
    }

    private static RefusedException unknown(CommandInfo info, String key, List<String> known) {
        return new RefusedException(
                key,
                info.getName() + " has no such input",
                "did you mean "
                        + Nearest.to(key, known)
                        + "? It takes "
                        + String.join(", ", known));
    }
}
