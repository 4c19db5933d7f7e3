using System.Runtime.CompilerServices;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Modal;

namespace ImageGeneration.Simulator;

/// <summary>Provides the faults that only Modal has; the others are on <see cref="FaultEffect"/>.</summary>
public static class ModalFaults
{
    /// <summary>Creates a fault by which the edge answers instead of the application, and nothing is accepted.</summary>
    public static FaultEffect Edge(ModalEdgeError error)
    {
        var (status, text) = ModalErrors.Edge(error);
        return WithName(FaultEffect.Status(status, text, "text/plain; charset=utf-8"));
    }

    /// <summary>Creates a fault by which the call is redirected <paramref name="hops"/> times with an immediate 303, then held as
    /// usual.</summary>
    /// <param name="hops">The number of redirects.</param>
    /// <param name="location">What they point to; null for <see cref="ModalSimulatorOptions.Location"/>.</param>
    public static FaultEffect Hops(int hops, ModalLocation? location = null) =>
        WithName(new JobFault(plan => plan with { Hops = hops, Location = location }));

    /// <summary>Creates a fault by which the call runs to its end, and the edge reports this error for its result.</summary>
    public static FaultEffect CallFails(ModalEdgeError error) => WithName(FaultEffect.JobFails(ModalErrors.Edge(error).Text));

    private static FaultEffect WithName(FaultEffect effect, [CallerMemberName] string member = "") =>
        FaultEffect.WithName("modal", effect, member);
}
