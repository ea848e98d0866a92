#!/usr/bin/perl
# SpamAssassin as an anchor: one JSON line per message. usage: spamassassin.pl SITECONFIG STATE LISTFILE OUT
use strict; use warnings;
use Mail::SpamAssassin; use JSON::PP; use Time::HiRes qw(clock);
my ($site, $state, $list, $out) = @ARGV;
my $sa = Mail::SpamAssassin->new({
  site_rules_filename => $site, userstate_dir => $state, dont_copy_prefs => 1, local_tests_only => 1, post_config_text => "",
});
$sa->compile_now(0, 0);
open my $lf, '<', $list or die; chomp(my @files = <$lf>); close $lf;
open my $of, '>', $out or die;
my $json = JSON::PP->new->canonical;
for my $file (@files) {
  open my $fh, '<:raw', $file or next; local $/; my $raw = <$fh>; close $fh;
  my $start = clock();
  my $mail = $sa->parse($raw); my $status = $sa->check($mail);
  print $of $json->encode({ path => $file, score => 0 + $status->get_score, cpu => clock() - $start }), "\n";
  $status->finish; $mail->finish;
}
