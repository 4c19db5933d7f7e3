namespace ImageGeneration.Telemetry;

/// <summary>Calls code that must not cost an image: log sinks, listeners, what the application plugs in, and checks that only add a
/// warning. Whatever it throws ends here; the image is paid for, or its job is running.</summary>
internal static class Guarded
{
    /// <summary>Runs a call.</summary>
    /// <returns>The exception that it threw; null when there was none.</returns>
    public static Exception? Run<TState>(TState state, Action<TState> call)
    {
        try
        {
            call(state);
            return null;
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    /// <summary>Runs a call with a result.</summary>
    /// <param name="state">The argument of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="fault">The exception that it threw; null when there was none.</param>
    /// <returns>The result; the default value when it threw.</returns>
    public static TResult? Ask<TState, TResult>(TState state, Func<TState, TResult> call, out Exception? fault)
    {
        try
        {
            fault = null;
            return call(state);
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault = exception;
            return default;
        }
    }
}
