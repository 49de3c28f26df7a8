using Holdfast.Tests.Watch.Views;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

public sealed class FormNoncesTests
{
    private readonly MutableClock _clock = new();

    [Fact]
    public void A_form_acts_once_at_each_address()
    {
        var nonces = new FormNonces(_clock);
        var drawn = nonces.GetAdditionalData(new DefaultHttpContext());
        Sent(nonces, drawn, "/facts").ShouldBeTrue();
        Sent(nonces, drawn, "/facts").ShouldBeFalse();
        Sent(nonces, drawn, "/reports").ShouldBeTrue("another form of the same page");
        Sent(nonces, nonces.GetAdditionalData(new DefaultHttpContext()), "/facts").ShouldBeTrue();
    }

    [Fact]
    public void An_old_form_and_a_made_up_one_are_none()
    {
        var nonces = new FormNonces(_clock);
        var drawn = nonces.GetAdditionalData(new DefaultHttpContext());
        _clock.Advance(FormNonces.Lifetime + TimeSpan.FromMinutes(1));
        Sent(nonces, drawn, "/facts").ShouldBeFalse();
        foreach (var made in new[] { "", "1", "x.abcdefabcdefabcdefabcdef", "-1.abcdefabcdefabcdefabcdef" })
        {
            nonces.ValidateAdditionalData(new DefaultHttpContext(), made).ShouldBeFalse(made);
        }
    }

    [Fact]
    public void Memory_is_bounded_and_what_it_forgets_stops_working()
    {
        var nonces = new FormNonces(_clock, most: 10);
        var drawn = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            drawn.Add(nonces.GetAdditionalData(new DefaultHttpContext()));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        drawn.ShouldAllBe(d => Sent(nonces, d, "/facts"));
        drawn.ShouldAllBe(d => !Sent(nonces, d, "/facts"));
    }

    private static bool Sent(FormNonces nonces, string drawn, string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        return nonces.ValidateAdditionalData(context, drawn) && nonces.Take(context);
    }
}
