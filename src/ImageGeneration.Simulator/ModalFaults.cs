using System.Runtime.CompilerServices;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Modal;

namespace ImageGeneration.Simulator;

/// <summary>The faults that only Modal has; the others are on <see cref="FaultEffect"/>.</summary>
public static class ModalFaults
{
    /// <summary>The edge answers in the application's stead, and nothing is accepted.</summary>
    public static FaultEffect Edge(ModalEdgeError error)
    {
        var (status, text) = ModalErrors.Edge(error);
        return WithName(FaultEffect.Status(status, text, "text/plain; charset=utf-8"));
    }

    /// <summary>The call is sent on <paramref name="hops"/> times with a 303 that comes at once, then held as usual.</summary>
    /// <param name="hops">How many.</param>
    /// <param name="location">Where they point to; null as <see cref="ModalSimulatorOptions.Location"/> says.</param>
    public static FaultEffect Hops(int hops, ModalLocation? location = null) =>
        WithName(new JobFault(plan => plan with { Hops = hops, Location = location }));

    /// <summary>The call runs to its end, and the edge reports this error for its result.</summary>
    public static FaultEffect CallFails(ModalEdgeError error) => WithName(FaultEffect.JobFails(ModalErrors.Edge(error).Text));

    private static FaultEffect WithName(FaultEffect effect, [CallerMemberName] string member = "") =>
        FaultEffect.WithName("modal", effect, member);
}
