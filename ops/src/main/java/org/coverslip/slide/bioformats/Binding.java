package org.coverslip.slide.bioformats;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.coverslip.RefusedException;

/** Joins an interface to an object whose class is known at run time only, method by method. */
final class Binding implements InvocationHandler {

    private final Object target;
    private final Map<Method, Method> methods;

    private Binding(Object target, Map<Method, Method> methods) {
        this.target = target;
        this.methods = methods;
    }

    /**
     * @param face its methods are looked up by name and parameters, where {@code Object} stands for
     *     any class; they must declare {@code IOException} if the target's throw a checked one
     * @param library name and version of the library, as messages name it
     * @throws RefusedException if a method is missing, naming it
     */
    static <T> T of(Class<T> face, Object target, String library) {
        Map<Method, Method> methods = new HashMap<>();
        for (Method wanted : face.getMethods()) {
            methods.put(wanted, find(wanted, target.getClass(), library));
        }
        Object proxy =
                Proxy.newProxyInstance(
                        face.getClassLoader(),
                        new Class<?>[] {face},
                        new Binding(target, Map.copyOf(methods)));
        return face.cast(proxy);
    }

    /**
     * That this library's version is not one this code can work with, and what is missing in it.
     */
    static RefusedException misfit(String library, String missing, Throwable cause) {
        return new RefusedException(
                library,
                "it has no " + missing + ", which Coverslip uses",
                "update Coverslip and Fiji with Help > Update",
                cause);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        Method bound = methods.get(method);
        if (bound == null) {
            // NB: toString, hashCode and equals arrive here as well.
            return method.invoke(target, args);
        }
        try {
            return bound.invoke(target, args);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException
                    || cause instanceof RuntimeException
                    || cause instanceof Error) {
                throw cause;
            }
            // NB: the library's own checked exceptions, which no interface here can declare.
            throw new IOException(cause.getMessage(), cause);
        }
    }

    private static Method find(Method wanted, Class<?> type, String library) {
        for (Method candidate : type.getMethods()) {
            if (fits(wanted, candidate)) return candidate;
        }
        String missing = type.getName() + "." + wanted.getName();
        throw misfit(library, "method " + missing + parameters(wanted), null);
    }

    private static boolean fits(Method wanted, Method candidate) {
        Class<?>[] ours = wanted.getParameterTypes();
        Class<?>[] theirs = candidate.getParameterTypes();
        if (!wanted.getName().equals(candidate.getName()) || ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            boolean any = ours[i] == Object.class && !theirs[i].isPrimitive();
            if (ours[i] != theirs[i] && !any) return false;
        }
        Class<?> result = wanted.getReturnType();
        return result == void.class || result.isAssignableFrom(candidate.getReturnType());
    }

    private static String parameters(Method method) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> type : method.getParameterTypes()) {
            if (text.length() > 1) text.append(", ");
            text.append(type.getSimpleName());
        }
        return text.append(')').toString();
    }
}
