namespace ImageGeneration.Benchmarks.Waiting;

internal static class Memory
{
    /// <summary>Bytes in use after a full collection.</summary>
    public static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
