package org.coverslip.train.loop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;
import org.coverslip.report.WholeFile;

/**
 * All that a run needs to go on after its last whole epoch as if it had never stopped.
 *
 * @param fingerprint of the request; another request starts anew
 * @param history so far
 * @param bestEpoch whose weights are kept
 * @param bestLoss its validation loss
 * @param best its weights
 * @param state of the network: weights and the optimizer's memory
 */
record Checkpoint(
        String fingerprint,
        History history,
        int bestEpoch,
        double bestLoss,
        Map<String, Tensor> best,
        Map<String, Tensor> state) {

    private static final int MAGIC = 0x43535430;
    private static final int LONGEST_HEADER = 1 << 26;

    // NB: a run without validation samples has NaN for their loss.
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private record Header(String fingerprint, History history, int bestEpoch, double bestLoss) {}

    /** Writes the whole file or leaves the earlier one. */
    void write(Path file) {
        byte[] header =
                GSON.toJson(new Header(fingerprint, history, bestEpoch, bestLoss))
                        .getBytes(StandardCharsets.UTF_8);
        WholeFile.write(
                file,
                raw -> {
                    CheckedOutputStream sum = new CheckedOutputStream(raw, new CRC32());
                    DataOutputStream out = new DataOutputStream(sum);
                    out.writeInt(MAGIC);
                    out.writeInt(header.length);
                    out.write(header);
                    TensorStream.write(out, best);
                    TensorStream.write(out, state);
                    out.writeLong(sum.getChecksum().getValue());
                    out.flush();
                });
    }

    /**
     * The checkpoint of an earlier run of the same request.
     *
     * @return empty if there is none, or it belongs to another request
     * @throws RefusedException if it is damaged
     */
    static Optional<Checkpoint> read(Path file, String fingerprint) {
        if (!Files.exists(file)) return Optional.empty();
        try (CheckedInputStream sum =
                        new CheckedInputStream(
                                new BufferedInputStream(Files.newInputStream(file), 1 << 16),
                                new CRC32());
                DataInputStream in = new DataInputStream(sum)) {
            if (in.readInt() != MAGIC) throw new IOException("it does not begin like one");
            int length = in.readInt();
            if (length < 0 || length > LONGEST_HEADER) throw new IOException("header " + length);
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            Header header = GSON.fromJson(text, Header.class);
            if (!header.fingerprint().equals(fingerprint)) return Optional.empty();
            Map<String, Tensor> best = TensorStream.read(in);
            Map<String, Tensor> state = TensorStream.read(in);
            long computed = sum.getChecksum().getValue();
            if (in.readLong() != computed) throw new IOException("its checksum is wrong");
            return Optional.of(
                    new Checkpoint(
                            fingerprint,
                            header.history(),
                            header.bestEpoch(),
                            header.bestLoss(),
                            best,
                            state));
        } catch (IOException | JsonParseException | ArithmeticException | NullPointerException e) {
            throw damaged(file, e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static RefusedException damaged(Path file, Exception e) {
        return new RefusedException(
                file,
                "this checkpoint is damaged (" + e.getMessage() + ")",
                "delete it to train from the beginning",
                e);
    }
}
