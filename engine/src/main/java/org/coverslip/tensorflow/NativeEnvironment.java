package org.coverslip.tensorflow;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * Environment variables of this process as native code sees them. Java cannot set them, and
 * TensorFlow reads its log level and GPU memory policy from nowhere else.
 */
final class NativeEnvironment {

    private NativeEnvironment() {}

    /** Sets a variable unless the user has set it. */
    static void setDefault(String name, String value) {
        if (System.getenv(name) != null) return;
        try {
            if (Platform.isWindows()) {
                Function.getFunction("ucrtbase", "_putenv")
                        .invokeInt(new Object[] {name + "=" + value});
            } else {
                Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 0});
            }
        } catch (LinkageError e) {
            // NB: without it TensorFlow only talks more and takes all GPU memory at once; a
            // prediction does not depend on it.
        }
    }
}
