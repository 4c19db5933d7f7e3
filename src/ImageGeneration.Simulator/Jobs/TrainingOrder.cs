namespace ImageGeneration.Simulator.Jobs;

/// <summary>What a training makes: a version of the destination's.</summary>
internal sealed record TrainingOrder(string Destination, string Version);
