package org.coverslip.tensorflow;

import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Tensor;

/**
 * Runs a session, with its failures as sentences.
 *
 * @param path of the model, for sentences
 */
record SessionCall(Path path, TF_Session session) {

    private static final TF_Operation[] NONE = {};

    /**
     * @param feeds where values go
     * @param values of the types their places have
     * @param fetches what is wanted
     * @return one tensor for each of {@code fetches}
     */
    List<Tensor> run(Ports feeds, List<Tensor> values, Ports fetches) {
        // NB: TensorFlow's exceptions have no common ancestor below RuntimeException.
        try {
            return execute(feeds, values, fetches);
        } catch (TFResourceExhaustedException | OutOfMemoryError e) {
            // NB: callers halve the batch when the cause is this error; TensorFlow's own exception
            // may be of a class loader they do not see.
            throw failed(memory(e), "use a smaller batch or tile");
        } catch (RuntimeException e) {
            throw failed(e, "check that the input fits the model");
        }
    }

    private static OutOfMemoryError memory(Throwable cause) {
        if (cause instanceof OutOfMemoryError error) return error;
        OutOfMemoryError error = new OutOfMemoryError(cause.getMessage());
        error.initCause(cause);
        return error;
    }

    private RefusedException failed(Throwable cause, String remedy) {
        return new RefusedException(
                path, "the network failed: " + Failures.reason(cause), remedy, cause);
    }

    private List<Tensor> execute(Ports feeds, List<Tensor> values, Ports fetches) {
        TF_Tensor[] in = new TF_Tensor[values.size()];
        TF_Tensor[] out = {};
        try {
            for (int i = 0; i < in.length; i++) in[i] = NativeTensors.toNative(values.get(i));
            // NB: not TfSymbolBlock.forward, which runs the model's init operations with every
            // call and binds unnamed inputs by position.
            out =
                    JavacppUtils.runSession(
                            session,
                            null,
                            in,
                            feeds.operations(),
                            feeds.indices(),
                            fetches.operations(),
                            fetches.indices(),
                            NONE);
            List<Tensor> results = new ArrayList<>(out.length);
            for (TF_Tensor tensor : out) results.add(NativeTensors.fromNative(tensor));
            return results;
        } finally {
            close(in);
            close(out);
        }
    }

    private static void close(Pointer[] tensors) {
        for (Pointer tensor : tensors) if (tensor != null) tensor.close();
    }
}
