namespace ImageGeneration.Tests;

/// <summary>Bytes that a call allocates once it is warm.</summary>
internal static class Allocations
{
    public static long Measure(Action call)
    {
        const int calls = 100;
        for (var i = 0; i < calls; i++)
        {
            call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }
}
