namespace ImageGeneration.Tests.Time;

/// <summary>The thread a test runs on.</summary>
internal static class TestThread
{
    /// <summary>Leaves the context that the test runner gives each test. What is started after that and set free by a fake clock's timer runs
    /// inside the step; with the context it would be queued, and the clock might be far ahead by the time it runs.</summary>
    public static void LeaveContext() => SynchronizationContext.SetSynchronizationContext(null);
}
