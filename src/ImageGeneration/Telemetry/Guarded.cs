namespace ImageGeneration.Telemetry;

/// <summary>The one place where code that must not cost a picture is called: log sinks, listeners, what the application plugs in, and
/// checks that only add a warning. Whatever it throws ends here; the image is paid for, or its job is running.</summary>
internal static class Guarded
{
    /// <summary>Calls it.</summary>
    /// <returns>What it threw; null when it ended well.</returns>
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

    /// <summary>Asks it.</summary>
    /// <param name="state">What is handed to it.</param>
    /// <param name="call">The call.</param>
    /// <param name="fault">What it threw; null when it answered.</param>
    /// <returns>Its answer; the default where it threw.</returns>
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
