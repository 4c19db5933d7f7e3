namespace ImageGeneration.Simulator.Jobs;

internal enum JobEnding
{
    Succeeded,
    Failed,
    Canceled,
    Aborted,
}
