package org.coverslip.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coverslip.RefusedException;
import org.coverslip.network.KerasModel;
import org.coverslip.network.NetworkEngine;
import org.coverslip.train.architecture.CentreTransfer;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.Transfer;

/**
 * A trained network to start from: its head is replaced, the rest is frozen or tuned.
 *
 * @param model a Keras file with architecture and weights
 * @param freeze {@code all}: only the new head learns; {@code none}; or the last layer that stays
 *     as it is
 * @param factor on the learning rate of old layers that may change, 0 to 1
 */
public record TransferStart(Path model, String freeze, double factor) {

    private static final String KERAS_FILE = ".*\\.(h5|hdf5|keras)";

    /** The extent of the last axis of the first image input, channels last. */
    private static final Pattern CHANNELS =
            Pattern.compile(
                    "\"batch(?:_input)?_shape\"\\s*:\\s*\\[\\s*(?:null|\\d+)\\s*,\\s*(?:null|\\d+)"
                            + "\\s*,\\s*(?:null|\\d+)\\s*,\\s*(\\d+)\\s*]");

    public TransferStart {
        freeze = freeze.strip();
        if (!(factor >= 0 && factor <= 1)) {
            throw new RefusedException("factor=" + factor, "it is out of range", "give 0 to 1");
        }
    }

    /** Whether this is called like a Keras file. */
    public static boolean isKerasFile(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).matches(KERAS_FILE);
    }

    /**
     * @throws RefusedException if it is no Keras file that can be trained further
     */
    public KerasModel read(NetworkEngine engine) {
        if (!Files.isRegularFile(model) || !isKerasFile(model)) {
            throw new RefusedException(
                    model,
                    Files.exists(model)
                            ? "only Keras files can be trained further"
                            : "there is no such file",
                    "give the .h5 or .keras file that the network was saved in");
        }
        return engine.readKeras(model);
    }

    /** How many channels the network takes; empty where its file does not say. */
    public static OptionalInt channels(KerasModel base) {
        Matcher found = CHANNELS.matcher(base.architecture());
        return found.find()
                ? OptionalInt.of(Integer.parseInt(found.group(1)))
                : OptionalInt.empty();
    }

    /** The same network as the trunk of a detector, frozen as asked. */
    public CentreTransfer centres(KerasModel base, NetworkEngine engine) {
        CentreTransfer transfer = CentreTransfer.of(model, base, engine);
        if (freeze.equalsIgnoreCase("none")) transfer.unfrozen();
        else if (!freeze.equalsIgnoreCase("all")) transfer.frozenUpTo(freeze);
        return transfer;
    }

    Blueprint blueprint(KerasModel base, Frame frame) {
        Transfer transfer = Transfer.of(base);
        if (freeze.equalsIgnoreCase("none")) transfer.unfrozen();
        else if (!freeze.equalsIgnoreCase("all")) transfer.frozenUpTo(freeze);
        return Blueprint.transferred("transfer", transfer.head(frame), factor);
    }
}
